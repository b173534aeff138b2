/** Writes a text that the renderer knows nothing of: cheap where it has not changed. */
export const write = (element: Element | null | undefined, text: string): void => {
  if (element && element.textContent !== text) element.textContent = text
}
