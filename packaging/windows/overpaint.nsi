; The installer for Windows, for one person, without asking for an administrator.
; build.py gives APP, VERSION, NUMERIC_VERSION, SUMMARY, HOMEPAGE, SRC, OUT, ICON, TYPES and LICENCE.
;   setup.exe /S            installs silently; /D=C:\folder chooses the folder and has to come last
;   uninstall.exe /S        removes the program silently and keeps settings, history and pictures
; Exit codes: 0 done, 1 called off, 2 the program is running or Windows does not fit.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
!include "MUI2.nsh"
!include "x64.nsh"
!include "WinVer.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WordFunc.nsh"
!include "Sections.nsh"
!include "${TYPES}"

!define PROGID "${APP}.Picture"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${APP}"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths\overpaint.exe"

Name "${APP}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${APP}"
InstallDirRegKey HKCU "Software\${APP}" "InstallDir"
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
BrandingText "${APP} ${VERSION}"
VIProductVersion "${NUMERIC_VERSION}"
VIAddVersionKey "ProductName" "${APP}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${APP} ${VERSION} setup"
VIAddVersionKey "FileVersion" "${NUMERIC_VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${APP}.exe"
!define MUI_FINISHPAGE_NOREBOOTSUPPORT
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString TooOld ${LANG_ENGLISH} "${APP} needs 64-bit Windows 10 or newer."
LangString TooOld ${LANG_GERMAN} "${APP} braucht Windows 10 oder neuer mit 64 Bit."
LangString Running ${LANG_ENGLISH} "${APP} is open. Close it, then try again."
LangString Running ${LANG_GERMAN} "${APP} ist offen. Bitte schließen und noch einmal versuchen."
LangString NotEmpty ${LANG_ENGLISH} "The folder $INSTDIR holds other files. Choose an empty one, or one where ${APP} is."
LangString NotEmpty ${LANG_GERMAN} "Im Ordner $INSTDIR liegen andere Dateien. Bitte einen leeren wählen, oder einen mit ${APP}."
LangString Program ${LANG_ENGLISH} "${APP}"
LangString Program ${LANG_GERMAN} "${APP}"
LangString Own ${LANG_ENGLISH} "Settings, history and cache"
LangString Own ${LANG_GERMAN} "Einstellungen, Verlauf und Zwischenspeicher"

; A program that runs cannot be written to: Windows holds its file.
!macro StopWhileRunning un
Function ${un}StopWhileRunning
  retry:
  IfFileExists "$INSTDIR\${APP}.exe" 0 free
  ClearErrors
  FileOpen $0 "$INSTDIR\${APP}.exe" a
  IfErrors held
  FileClose $0
  Goto free
  held:
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDRETRY retry
  SetErrorLevel 2
  Quit
  free:
FunctionEnd
!macroend
!insertmacro StopWhileRunning ""
!insertmacro StopWhileRunning "un."

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

; The uninstaller removes what is in _internal: nobody's own files may be there by mistake.
Function .onVerifyInstDir
  IfFileExists "$INSTDIR\${APP}.exe" fits
  IfFileExists "$INSTDIR\_internal\*.*" 0 fits
  Abort
  fits:
FunctionEnd

Section "${APP}"
  Call StopWhileRunning
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal"    ; an update leaves no file of the version before
  File /r "${SRC}"
  FileOpen $0 "$INSTDIR\installed.txt" w
  FileWrite $0 "${VERSION}$\r$\n"
  FileClose $0
  CreateDirectory "$INSTDIR\bin"
  FileOpen $0 "$INSTDIR\bin\overpaint.cmd" w
  FileWrite $0 '@"%~dp0..\overpaint-cli.exe" %*$\r$\n'
  FileClose $0
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\${APP}.exe" "" "$INSTDIR\${APP}.exe" 0 SW_SHOWNORMAL "" "${SUMMARY}"
  WriteRegStr HKCU "Software\${APP}" "InstallDir" "$INSTDIR"
  Call RegisterProgram
  Call AddToPath
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${APP}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${APP}.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${APP}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "URLInfoAbout" "${HOMEPAGE}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $0
  ${RefreshShellIcons}
SectionEnd

; "Open with" names the program beside the others; the usual viewer stays the usual one.
Function RegisterProgram
  !insertmacro RegisterTypes
  WriteRegStr HKCU "Software\Classes\Applications\${APP}.exe" "FriendlyAppName" "${APP}"
  WriteRegStr HKCU "Software\Classes\Applications\${APP}.exe\shell\open\command" "" '"$INSTDIR\${APP}.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\${PROGID}" "" "${APP}"
  WriteRegStr HKCU "Software\Classes\${PROGID}\DefaultIcon" "" "$INSTDIR\${APP}.exe,0"
  WriteRegStr HKCU "Software\Classes\${PROGID}\shell\open\command" "" '"$INSTDIR\${APP}.exe" "%1"'
  WriteRegStr HKCU "Software\${APP}\Capabilities" "ApplicationName" "${APP}"
  WriteRegStr HKCU "Software\${APP}\Capabilities" "ApplicationDescription" "${SUMMARY}"
  WriteRegStr HKCU "Software\RegisteredApplications" "${APP}" "Software\${APP}\Capabilities"
  WriteRegStr HKCU "${APP_PATHS}" "" "$INSTDIR\${APP}.exe"
FunctionEnd

; A text that does not fit would be cut off here, and the rest of the person's PATH with it: a long
; one is left alone, and the command is then found by its whole path only.
Function AddToPath
  ClearErrors
  ReadRegStr $0 HKCU "Environment" "Path"
  ${If} ${Errors}
    StrCpy $0 ""
  ${EndIf}
  StrLen $1 "$0;$INSTDIR\bin"
  IntOp $2 ${NSIS_MAX_STRLEN} - 64
  ${If} $1 >= $2
    Return
  ${EndIf}
  Push $0
  Call WithoutOurs
  Pop $0
  ${If} $0 == ""
    WriteRegExpandStr HKCU "Environment" "Path" "$INSTDIR\bin"
  ${Else}
    WriteRegExpandStr HKCU "Environment" "Path" "$0;$INSTDIR\bin"
  ${EndIf}
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
FunctionEnd

; Takes a PATH from the stack and puts it back without our folder.
!macro WithoutOurs un
Function ${un}WithoutOurs
  Exch $0
  Push $1
  Push $2
  StrCpy $1 1
  StrCpy $3 ""
  ${Do}
    ClearErrors
    ${WordFind} "$0;" ";" "E+$1" $2
    ${If} ${Errors}
      ${Break}
    ${EndIf}
    ${If} $2 != ""
    ${AndIf} $2 != "$INSTDIR\bin"
      ${If} $3 == ""
        StrCpy $3 $2
      ${Else}
        StrCpy $3 "$3;$2"
      ${EndIf}
    ${EndIf}
    IntOp $1 $1 + 1
  ${Loop}
  StrCpy $0 $3
  Pop $2
  Pop $1
  Exch $0
FunctionEnd
!macroend
!insertmacro WithoutOurs ""
!insertmacro WithoutOurs "un."

Section "!un.${APP}" ProgramSection
  SectionIn RO
  Call un.StopWhileRunning
  Delete "$SMPROGRAMS\${APP}.lnk"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${APP}.exe"
  Delete "$INSTDIR\overpaint-cli.exe"
  Delete "$INSTDIR\bin\overpaint.cmd"
  RMDir "$INSTDIR\bin"
  Delete "$INSTDIR\installed.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  !insertmacro ForgetTypes
  DeleteRegKey HKCU "Software\Classes\${PROGID}"
  DeleteRegKey HKCU "Software\Classes\Applications\${APP}.exe"
  DeleteRegValue HKCU "Software\RegisteredApplications" "${APP}"
  DeleteRegKey HKCU "${APP_PATHS}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "Software\${APP}"
  ReadRegStr $0 HKCU "Environment" "Path"
  StrLen $1 $0
  IntOp $2 ${NSIS_MAX_STRLEN} - 64
  ${If} $1 > 0
  ${AndIf} $1 < $2
    StrCpy $4 $0
    Push $0
    Call un.WithoutOurs
    Pop $0
    ${If} $0 == ""
      DeleteRegValue HKCU "Environment" "Path"
    ${ElseIf} $0 != $4
      WriteRegExpandStr HKCU "Environment" "Path" $0
    ${EndIf}
    SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
  ${EndIf}
  ${un.RefreshShellIcons}
SectionEnd

; Not chosen unless somebody chooses it. Pictures are elsewhere and stay in any case.
Section /o "un.Own" OwnSection
  RMDir /r "$LOCALAPPDATA\${APP}"
SectionEnd

Function un.onInit
  SectionSetText ${OwnSection} "$(Own)"
FunctionEnd
