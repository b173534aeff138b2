/** The text node of an element that the renderer does not update: cheaper to set than the element's text. */
export const textIn = (element: Element): Text =>
  (element.firstChild ?? element.appendChild(document.createTextNode(''))) as Text

/** The target of the focus when the focused element is removed, and no similar one is left. */
export const focusMain = (): void => {
  const heading = document.querySelector<HTMLElement>('main :is(h1, h2)')
  const target = heading ?? document.querySelector<HTMLElement>('main')
  if (!target) return
  if (!target.hasAttribute('tabindex')) target.tabIndex = -1
  target.focus()
}
