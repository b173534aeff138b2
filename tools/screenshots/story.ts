import type { Browser, Page } from '@playwright/test'
import type { Density } from '../../src-shared/contract/index.ts'
import type { Simulator } from '../../src-main/simulator/index.ts'
import { limitMs, type RunningShell, startShell } from '../browser-shell/server/client.ts'
import { holdPageTime } from '../../e2e/fixtures/running.ts'
import { HeldTime, type Time } from '../../e2e/fixtures/time.ts'
import { BoardPage } from '../../e2e/pages/board.ts'
import { SetupPage } from '../../e2e/pages/setup.ts'
import { setPreference } from '../../e2e/fixtures/preferences.ts'
import { dress, type Look, looksAt, plainLook, type Size } from './looks.ts'

/** The environment in which the app starts. */
export interface Floor {
  gateway: Simulator
  userData: string
  args: string[]
  /** Ends the gateway and removes the folder. */
  end: () => Promise<void>
}

/** The app while a story runs. */
export interface Stage extends Omit<Floor, 'args' | 'end'> {
  page: Page
  shell: RunningShell
  board: BoardPage
  setup: SetupPage
}

/** One view in one state. */
export interface Scene {
  name: string
  /** The sizes to take; the steps are performed in the first. */
  sizes: readonly Size[]
  density?: Density
  /** Performs the steps from the previous scene to this one, in the English UI. */
  go: (stage: Stage) => Promise<unknown>
  /** Cleans up afterwards; by default, Escape closes what is open. */
  leave?: (stage: Stage) => Promise<unknown>
}

/** Consecutive scenes of one run of the app. */
export interface Story {
  name: string
  open: (setting: Setting) => Promise<Floor>
  scenes: readonly Scene[]
}

/** The clock and port for a story. */
export interface Setting {
  /** The gateway's port, if it is free; 0 for any. */
  port: number
  time: Time
}

export interface Sight {
  page: Page
  /** A path of story, scene, size and look. */
  name: string
  scene: Scene
  size: Size
  look: Look
}

/** CC-Gateway's usual port, which looks more realistic in pictures than a random one. */
const usualPort = 8043

/** Runs the story, and shows every scene in each of its sizes and looks. */
export async function tell(
  browser: Browser,
  story: Story,
  show: (sight: Sight) => Promise<void>,
  {
    onlyLook = null,
    port = usualPort,
    pace = 1,
  }: {
    /** Only the first size and this look, which must be English like the steps. */
    onlyLook?: Look | null
    port?: number
    /** The speed of the story's clock, as a multiple of the wall clock. */
    pace?: number
  } = {},
): Promise<void> {
  const time = new HeldTime(pace)
  const floor = await story.open({ port, time })
  const { gateway, userData, args, end } = floor
  const started = startShell({
    userDataDir: userData,
    args,
    time: time.now(),
    env: { HOLDWATCH_SHELL_KEYRING: '1' },
  })
  time.join(async (now) => (await started).turnTo(now))
  const shell = await started
  const context = await browser.newContext({ locale: 'en-GB', permissions: ['clipboard-write'] })
  const leavePage = await holdPageTime(context, time)
  try {
    context.setDefaultTimeout(limitMs)
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    await shell.until(({ windows }) => windows.length > 0)
    await page.goto(shell.url)
    await page.locator('#app > main, #app main').first().waitFor()
    const stage: Stage = {
      gateway,
      userData,
      shell,
      page,
      board: new BoardPage(page),
      setup: new SetupPage(page),
    }
    for (const scene of story.scenes) {
      try {
        await play(stage, scene, onlyLook, (size, look) =>
          show({
            page,
            scene,
            size,
            look,
            name: `${story.name}/${scene.name}-${size}-${look.name}`,
          }),
        )
      } catch (error) {
        throw new Error(`Scene ${scene.name} of ${story.name}`, { cause: error })
      }
    }
    if (faults.length > 0) throw new Error(`The page said in ${story.name}: ${faults.join('; ')}`)
  } finally {
    await leavePage()
    await context.close()
    await shell.quit()
    await time.stop()
    await end()
  }
}

async function play(
  stage: Stage,
  scene: Scene,
  onlyLook: Look | null,
  show: (size: Size, look: Look) => Promise<void>,
): Promise<void> {
  const { page } = stage
  const [first = 'wide'] = scene.sizes
  const usual = onlyLook ?? plainLook
  await dress(page, first, usual)
  await setPreference(page, 'density', scene.density ?? 'comfortable')
  await scene.go(stage)
  // The pointer is on nothing.
  await page.mouse.move(0, 0)
  if (onlyLook !== null) await show(first, onlyLook)
  else {
    for (const size of scene.sizes) {
      for (const look of looksAt(size)) {
        await dress(page, size, look)
        await show(size, look)
      }
    }
    await dress(page, first, usual)
  }
  await (scene.leave?.(stage) ?? page.keyboard.press('Escape'))
}
