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
/**
 * The key under which the setup program (NSIS) notes where it installed, for the machine and for one user. The name is
 * `nsis.guid` in electron-builder.yml.
 */
const setupKey = String.raw`Software\d95caaae-b67f-50e9-8074-9bf260570703`
const refusal = `<Property Id="SETUPFORALL">
      <RegistrySearch Id="SetupForAll" Root="HKLM" Key="${setupKey}" Name="InstallLocation" Type="raw"/>
    </Property>
    <Property Id="SETUPFORUSER">
      <RegistrySearch Id="SetupForUser" Root="HKCU" Key="${setupKey}" Name="InstallLocation" Type="raw"/>
    </Property>
    <Condition Message="[ProductName] is already installed on this computer by its setup program. Remove that first, then install this package again."><![CDATA[Installed OR NOT (SETUPFORALL OR SETUPFORUSER)]]></Condition>`
const directories = '<Directory Id="TARGETDIR" Name="SourceDir">'
const media = '<MediaTemplate '
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

/** The WiX project that refuses to install beside what the setup program installed. */
export function withRefusal(project: string): string {
  if (project.split(media).length !== 2) throw new Error(`The MSI project has no single ${media}`)
  return project.replace(media, `${refusal}\n    ${media}`)
}

/** Called by electron-builder, whose own target makes no folder elsewhere, before WiX reads the project. */
export async function msiProjectCreated(path: string): Promise<void> {
  await writeFile(path, withRefusal(withManagedFolder(await readFile(path, 'utf8'))))
}
