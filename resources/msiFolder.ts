import { readFile, writeFile } from 'node:fs/promises'

/**
 * The folder of managed.json, with its rights: everything for the system (SY) and administrators (BA), reading for all
 * users (BU), and nothing taken over from `%ProgramData%`, where every user may make folders. It stays when the app is
 * removed. The id is the component's identity and never to be changed.
 */
const folder = `<Directory Id="CommonAppDataFolder">
        <Directory Id="ManagedSettingsFolder" Name="Holdwatch">
          <Component Id="ManagedSettings" Guid="B21C6A0E-5A1F-4E1B-9C55-6F0C5C0B7A43" Permanent="yes" KeyPath="yes">
            <CreateFolder>
              <PermissionEx Sddl="D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"/>
            </CreateFolder>
          </Component>
        </Directory>
      </Directory>`
const directories = '<Directory Id="TARGETDIR" Name="SourceDir">'
const feature = '<ComponentGroupRef Id="ProductComponents"/>'

/** The WiX project with the folder in it. */
export function withManagedFolder(project: string): string {
  for (const place of [directories, feature]) {
    if (project.split(place).length !== 2) throw new Error(`The MSI project has no single ${place}`)
  }
  return project
    .replace(directories, `${directories}\n      ${folder}`)
    .replace(feature, `${feature}\n      <ComponentRef Id="ManagedSettings"/>`)
}

/** Called by electron-builder, whose own target makes no folder elsewhere, before WiX reads the project. */
export async function msiProjectCreated(path: string): Promise<void> {
  await writeFile(path, withManagedFolder(await readFile(path, 'utf8')))
}
