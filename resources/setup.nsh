# Joined to the setup program by electron-builder (nsis.include). packaging.test.ts holds the identities
# against those of the app and the MSI.

# What the app itself puts into the registry and the Start menu of the person who uses it.
!define HOLDWATCH_APP_ID "app.holdwatch.desktop"
!define HOLDWATCH_TOAST_ACTIVATOR "{5B1C3F0E-8E0B-4E6B-9B0D-2C7A4D0F6A31}"
!define HOLDWATCH_MSI_UPGRADE_CODE "{0C317932-333B-4964-A35F-73EA7F230D60}"
!define HOLDWATCH_RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define HOLDWATCH_APPROVED_KEY "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"

# Two installations beside each other would start the app twice and tear at the same settings.
!macro customInit
  System::Call 'msi::MsiEnumRelatedProducts(t "${HOLDWATCH_MSI_UPGRADE_CODE}", i 0, i 0, t .r1) i .r0'
  ${If} $0 == 0
    ${If} $LANGUAGE == 2052
      MessageBox MB_OK|MB_ICONSTOP "此电脑已通过 MSI 安装包安装了 Holdwatch。请先将其卸载，然后重新运行此安装程序。" /SD IDOK
    ${Else}
      MessageBox MB_OK|MB_ICONSTOP "Holdwatch is already installed on this computer by its MSI package. Remove that first, then run this setup again." /SD IDOK
    ${EndIf}
    # ERROR_PRODUCT_VERSION, as Windows Installer says "another version is installed".
    SetErrorLevel 1638
    Quit
  ${EndIf}
!macroend

# Before files are replaced or removed, the app that runs is asked to sign out and quit; electron-builder's own
# check, which follows, would end it at once, with agents signed in at the gateway.
!include "getProcessInfo.nsh"
Var pid
!macro customCheckAppRunning
  !insertmacro IS_POWERSHELL_AVAILABLE
  ${If} ${FileExists} "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
    !insertmacro FIND_PROCESS "${APP_EXECUTABLE_FILENAME}" $R0
    ${If} $R0 == 0
      ExecWait '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" --quit'
      # Signing out takes some seconds where the gateway is slow.
      StrCpy $R1 0
      ${Do}
        Sleep 500
        IntOp $R1 $R1 + 1
        !insertmacro FIND_PROCESS "${APP_EXECUTABLE_FILENAME}" $R0
        ${If} $R0 != 0
          ${ExitDo}
        ${EndIf}
      ${LoopUntil} $R1 >= 20
    ${EndIf}
  ${EndIf}
  !insertmacro _CHECK_APP_RUNNING
!macroend

# An update keeps all of this.
!macro customUnInstall
  ${IfNot} ${isUpdated}
    # Start at login, and its switch in the Task Manager.
    DeleteRegValue HKCU "${HOLDWATCH_RUN_KEY}" "${HOLDWATCH_APP_ID}"
    DeleteRegValue HKCU "${HOLDWATCH_APPROVED_KEY}" "${HOLDWATCH_APP_ID}"
    # What Electron made to be found by a click on a notification.
    DeleteRegKey HKCU "Software\Classes\CLSID\${HOLDWATCH_TOAST_ACTIVATOR}"
    SetShellVarContext current
    Delete "$SMPROGRAMS\${PRODUCT_NAME}.lnk"
    ${If} $installMode == "all"
      SetShellVarContext all
    ${EndIf}
  ${EndIf}
!macroend
