import { describe, expect, it } from 'vitest'
import { historyPlace, localFolder, type PlaceOptions } from './historyPlace.ts'

describe('the local folder', () => {
  const roaming = 'C:\\Users\\ann\\AppData\\Roaming\\Holdwatch'

  it.each([
    ['is the one that does not roam, on Windows', 'win32', 'C:\\Users\\ann\\AppData\\Local'],
    ['is the same as for everything else, on macOS', 'darwin', 'C:\\Users\\ann\\AppData\\Local'],
    ['is the same where Windows names none', 'win32', undefined],
    ['is the same where Windows names none that could be found', 'win32', 'AppData\\Local'],
  ] as const)('%s', (what, platform, named) => {
    const folder = localFolder(platform, { LOCALAPPDATA: named }, roaming)
    const isLocal = what.includes('does not roam')
    expect(folder).toBe(isLocal ? 'C:\\Users\\ann\\AppData\\Local\\Holdwatch' : roaming)
  })
})

describe('the history', () => {
  const place = (more: Partial<PlaceOptions>) =>
    historyPlace({
      userData: '/roaming',
      local: '/local',
      managed: null,
      isManagedWhole: true,
      user: 'ann',
      last: null,
      ...more,
    })

  it('belongs in the local folder, and may have been in the general folder before', () => {
    expect(place({})).toEqual({ folder: '/local', former: ['/roaming'] })
    expect(place({ local: '/roaming' })).toEqual({ folder: '/roaming', former: [] })
  })

  it('belongs where an administrator sets it, in a folder of its user', () => {
    expect(place({ managed: '/data' })).toEqual({
      folder: '/data/ann',
      former: ['/local', '/roaming'],
    })
    expect(place({ managed: '/data', last: '/data/ann' })).toEqual({
      folder: '/data/ann',
      former: ['/local', '/roaming'],
    })
    expect(place({ managed: '/other', last: '/data/ann' })).toEqual({
      folder: '/other/ann',
      former: ['/data/ann', '/local', '/roaming'],
    })
  })

  it('moves back when he no longer sets it', () => {
    expect(place({ last: '/data/ann' })).toEqual({
      folder: '/local',
      former: ['/data/ann', '/roaming'],
    })
  })

  it('is in the general folder where one was given for everything', () => {
    const named = place({ local: null, managed: '/data', last: '/data/ann' })
    expect(named).toEqual({ folder: '/roaming', former: [] })
  })

  it('stays where it is while the administrator’s setting is unknown', () => {
    const { folder } = place({ isManagedWhole: false, last: '/data/ann' })
    expect(folder).toBe('/data/ann')
  })
})
