import { contextBridge, ipcRenderer } from 'electron'
import type { IpcRendererEvent } from 'electron'
import type { HoldwatchBridge, eventChannel, requestChannel } from '../src-shared/contract/index.ts'

// Written out so that zod stays out of this bundle; the types keep them equal to the contract's.
const requests: typeof requestChannel = 'holdwatch:request'
const events: typeof eventChannel = 'holdwatch:event'

const bridge: HoldwatchBridge = {
  request: (name, input) => ipcRenderer.invoke(requests, name, input),
  on(name, listener) {
    const forward = (
      _event: IpcRendererEvent,
      sent: string,
      data: Parameters<typeof listener>[0],
    ) => {
      if (sent === name) listener(data)
    }
    ipcRenderer.on(events, forward)
    return () => {
      ipcRenderer.off(events, forward)
    }
  },
}

contextBridge.exposeInMainWorld('holdwatch', bridge)
