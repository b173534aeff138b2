import { expect, type Locator, type Page } from '@playwright/test'
import type { CallWish, Simulator } from '../../src-main/simulator/index.ts'

/** The board, with elements found by stable test attributes, or by role and name. */
export class BoardPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get rows(): Locator {
    return this.#page.locator('tr[data-call-id]')
  }

  row(callId: string): Locator {
    return this.#page.locator(`tr[data-call-id="${callId}"]`)
  }

  agent(agentId: string): Locator {
    return this.#page.locator(`[data-agent-id="${agentId}"][data-state]`)
  }

  /** Seconds on the clock of a row. */
  async heldSeconds(callId: string): Promise<number> {
    return Number(await this.row(callId).getAttribute('data-held-seconds'))
  }

  /** Waits until all of this many agents are observed. */
  async seesAll(count: number): Promise<void> {
    await expect(this.#page.getByText(`${count} / ${count}`).first()).toBeVisible()
  }

  /** Makes an agent talk, and put the call on hold once the board shows the agent as talking. */
  async talkThenHold(gateway: Simulator, agentId: string, call: CallWish = {}): Promise<string> {
    const before = gateway.stats.requests.holdlistex
    gateway.talk(agentId, call)
    await expect(this.agent(agentId)).toHaveAttribute('data-state', 'talking')
    await expect.poll(() => gateway.stats.requests.holdlistex).toBeGreaterThan(before)
    return gateway.hold(agentId)
  }

  async openMenu(item: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Menu' }).click()
    await this.#page.getByRole('menuitem', { name: item }).click()
  }

  /** Opens another view of the same window, by its name in the menu. */
  async openView(name: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Menu' }).click()
    await this.#page.getByRole('menuitemradio', { name }).click()
  }
}
