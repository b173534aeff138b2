export type Body = Record<string, unknown>
export interface Answer {
  headers?: Record<string, string>
  body: Body
}

export const success = (result?: unknown): Answer => ({
  body: { message: '', retcode: '0', ...(result === undefined ? {} : { result }) },
})
export const refuse = (retcode: string, message: string): Answer => ({ body: { message, retcode } })
