import { app } from 'electron'
import { isAppPage } from '../../ipc/sender.ts'
import { appOrigin } from './page.ts'

/** Blocks everything that leaves the app's own page: navigation, new windows, embedded pages, external links. */
export function guardContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { preventDefault(): void; url: string }) => {
      if (!isAppPage(event.url, appOrigin)) event.preventDefault()
    }
    contents.on('will-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-frame-navigate', stay)
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
    })
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}
