export type Body = Record<string, unknown>
export interface SimulatedAnswer {
  headers?: Record<string, string>
  body: Body
}

export const success = (result?: unknown): SimulatedAnswer => ({
  body: { message: '', retcode: '0', ...(result === undefined ? {} : { result }) },
})
export const refuse = (retcode: string, message: string): SimulatedAnswer => ({
  body: { message, retcode },
})
