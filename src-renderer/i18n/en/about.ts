/** About the app: version, data folder and licenses. */
export const about = {
  title: 'About Holdwatch',
  version: 'Version',
  data: 'Data folder',
  openFolder: 'Open folder',
  folderFailed: 'The folder could not be opened.',
  licenses: 'Licenses',
  own: 'Holdwatch is released under the MIT license.',
  electron:
    'It runs on Electron and Chromium, whose licenses are installed beside the program, and contains these libraries:',
  licenseOf: 'License of {name}',
}
