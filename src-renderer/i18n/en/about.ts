/** About the app: version, data folder and licenses. */
export const about = {
  title: 'About Holdwatch',
  version: 'Version',
  data: 'Data folder',
  openFolder: 'Open folder',
  folderFailed: 'The folder could not be opened.',
  updates: 'Updates',
  update: {
    off: 'Off. Your administrator distributes new versions.',
    waiting: 'Not checked yet.',
    package: 'Off for this installation: new versions are distributed in the same way as this one.',
    unsigned: 'Off: this version is not signed, so the publisher of a new one cannot be verified.',
    current: 'Holdwatch is up to date. Last checked: {time}',
    downloading: 'Downloading version {version}…',
    ready: 'Version {version} is ready to install.',
    onQuit: 'It is also installed when you quit Holdwatch.',
    server: 'The update server could not be used. Last tried: {time}. The log has the details.',
    publisher:
      'A new version was deleted because it is not signed by the publisher of this one. Inform your administrator.',
  },
  install: 'Install and restart',
  licenses: 'Licenses',
  own: 'Holdwatch is released under the MIT license.',
  electron:
    'It runs on Electron and Chromium, whose licenses are installed beside the program, and contains these libraries:',
  licenseOf: 'License of {name}',
}
