/** The text of an element whose text the renderer leaves alone: cheaper to set than the element's. */
export const textIn = (element: Element): Text =>
  (element.firstChild ?? element.appendChild(document.createTextNode(''))) as Text

/** Where the focus goes when what had it is gone, and nothing else of its kind is left. */
export const focusMain = (): void => {
  const heading = document.querySelector<HTMLElement>('main :is(h1, h2)')
  const target = heading ?? document.querySelector<HTMLElement>('main')
  if (!target) return
  if (!target.hasAttribute('tabindex')) target.tabIndex = -1
  target.focus()
}
