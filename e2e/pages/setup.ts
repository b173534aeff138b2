import { expect, type Page } from '@playwright/test'
import type { Simulator } from '../../src-main/simulator/index.ts'

/** The first screen and the set-up, with elements found by role and name. */
export class SetupPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async connect(): Promise<void> {
    await this.#page.getByRole('button', { name: /Connect to a gateway/ }).click()
  }

  get address() {
    return this.#page.getByLabel('Address', { exact: true })
  }

  async checkAddress(address: string): Promise<void> {
    await this.address.fill(address)
    await this.#page.getByRole('button', { name: 'Continue' }).click()
  }

  get fingerprint() {
    return this.#page.getByLabel('SHA-256 fingerprint')
  }

  get trustButton() {
    return this.#page.getByRole('button', { name: /^Trust (this|the new) certificate$/ })
  }

  async trust(): Promise<void> {
    await expect(this.trustButton).toBeDisabled()
    await this.#page.getByRole('checkbox', { name: 'I have compared the fingerprint' }).check()
    await this.trustButton.click()
  }

  get inspectorId() {
    return this.#page.getByLabel('Inspector’s agent ID')
  }

  get password() {
    return this.#page.getByLabel('Password', { exact: true })
  }

  get signInButton() {
    return this.#page.getByRole('button', { name: 'Sign in', exact: true })
  }

  async signIn({ agentId, password }: { agentId: string; password: string }): Promise<void> {
    await this.inspectorId.fill(agentId)
    await this.password.fill(password)
    await this.signInButton.click()
  }

  get rememberBox() {
    return this.#page.getByRole('checkbox', { name: 'Remember password' })
  }

  async watch(agentIds: readonly string[]): Promise<void> {
    await this.#page.getByRole('tab', { name: 'Type or paste' }).click()
    await this.#page.getByLabel('Agent IDs').fill(agentIds.join(' '))
    await this.#page.getByRole('button', { name: 'Start monitoring' }).click()
  }

  /** Goes from the first screen through address and certificate to the sign-in. */
  async goToSignIn(gateway: Simulator): Promise<void> {
    await this.connect()
    await this.checkAddress(gateway.origin)
    await this.trust()
  }

  /** Completes all five steps with a simulated gateway. */
  async complete(gateway: Simulator, { remembersPassword = false } = {}): Promise<void> {
    await this.goToSignIn(gateway)
    if (remembersPassword) await this.rememberBox.check()
    await this.signIn(gateway.accounts.inspector)
    await this.watch(gateway.accounts.agents.map(({ agentId }) => agentId))
  }
}
