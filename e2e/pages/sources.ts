import { expect, type Locator, type Page } from '@playwright/test'
import type { Simulator } from '../../src-main/simulator/index.ts'
import { SetupPage } from './setup.ts'

type Cms = NonNullable<Simulator['cms']>

/** The sources of held calls, and the dialog that adds them. */
export class SourcesPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get dialog(): Locator {
    return this.#page.getByRole('dialog')
  }

  /** Adds a gateway with its first inspector. */
  async addGateway(gateway: Simulator): Promise<void> {
    await this.#page.getByRole('button', { name: 'Add a gateway' }).click()
    await this.#trust('Gateway address', gateway.origin)
    await this.#signIn(gateway.accounts.inspector)
  }

  async addCms(cms: Cms): Promise<void> {
    await this.#page.getByRole('button', { name: 'Add a CC-CMS' }).click()
    await this.#trust('CC-CMS address', cms.origin)
    await this.fillKey(cms)
    await this.dialog.getByRole('button', { name: 'Check and add' }).click()
    await expect(this.dialog).toHaveCount(0)
  }

  async addAccount(account: { agentId: string; password: string }): Promise<void> {
    // Where agents are on other nodes, the advice has the same button.
    await this.#page.getByRole('button', { name: 'Add an inspector account' }).first().click()
    await this.#signIn(account)
  }

  /** Fills in the key of a CC-CMS, here or in the set-up. */
  async fillKey({ accessKey, secretKey, ccId, vdn }: Cms): Promise<void> {
    const field = (name: string) => this.#page.getByLabel(name, { exact: true })
    await field('Access key (AK)').fill(accessKey)
    await field('Secret key (SK)').fill(secretKey)
    await field('Call center ID').fill(String(ccId))
    await field('VDN').fill(String(vdn))
  }

  async #trust(label: string, origin: string): Promise<void> {
    await this.dialog.getByLabel(label).fill(origin)
    await this.#page.keyboard.press('Enter')
    await new SetupPage(this.#page).trust()
  }

  async #signIn({ agentId, password }: { agentId: string; password: string }): Promise<void> {
    const setup = new SetupPage(this.#page)
    await setup.inspectorId.fill(agentId)
    await setup.password.fill(password)
    await this.#page.keyboard.press('Enter')
    await expect(this.dialog).toHaveCount(0)
  }
}
