; The installer for Windows: installer/windows/package.py writes the lists and calls makensis (NSIS 3.08 or later).
;
; It is given VERSION (0.9.0), NUMBER (0.9.0.0), SIZE_KB, ICON, LISTS (the file with INSTALL_FILES), MANIFEST and OUT.
;
; Switches: /S silent, /AllUsers or /CurrentUser, /D=folder (last, without quotes). Exit status: 0 done, 1 left by the
; person, 2 broken installer, and the EXIT_... below.
;
; What is installed is listed in installed.txt. Upgrading and removing delete what that list names and nothing else:
; whatever a person has put into the folder stays, and so do the data, which lie elsewhere (%LOCALAPPDATA%\ycdesk).

Unicode true
ManifestDPIAware true
ManifestSupportedOS all
SetCompressor /SOLID lzma
SetDatablockOptimize on

!define EXIT_SYSTEM 3  ; Windows is too old, or not 64 bits wide
!define EXIT_RUNNING 4 ; the program runs and was not closed
!define EXIT_RIGHTS 5  ; no right to install for all users
!define EXIT_DISK 6    ; no room, or files that could not be written
!define EXIT_NEWER 7   ; a newer version is installed

!define TITLE "跨境电商奖补工作台"
!define PROGRAM "ycdesk.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\ycdesk"
!define WAIT_SECONDS 30 ; that a silent run waits for the program to be closed

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_INSTDIR "ycdesk"
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!include MultiUser.nsh
!include MUI2.nsh
!include x64.nsh
!include WinVer.nsh
!include TextFunc.nsh
!include WordFunc.nsh

Name "${TITLE}"
OutFile "${OUT}"
BrandingText "${TITLE} ${VERSION}"
VIProductVersion "${NUMBER}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION OpenProgram
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "ProductName" "${TITLE}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=${LANG_SIMPCHINESE} "LegalCopyright" "ycdesk"

Var Earlier        ; folder of the version that is installed already, else empty
Var EarlierVersion
Var DesktopLink    ; whether to make the shortcut on the desktop

!include "${LISTS}"

; One sentence, then the end with a status of its own.
!macro Stop sentence status
  MessageBox MB_OK|MB_ICONSTOP "${sentence}" /SD IDOK
  SetErrorLevel ${status}
  Quit
!macroend
!define Stop "!insertmacro Stop"

; Put the name into $2 where that program of the folder $0 runs.
!macro LookWhetherItRuns program
  ${If} ${FileExists} "$0\${program}"
    ClearErrors
    FileOpen $1 "$0\${program}" a
    ${If} ${Errors}
      StrCpy $2 "${program}"
    ${Else}
      FileClose $1
    ${EndIf}
  ${EndIf}
!macroend

; Functions for both sides: an uninstaller calls only functions whose names begin with "un.".
!macro CommonFunctions un

; Wait until no program of the folder on the stack runs: a running program's file cannot be opened for writing.
Function ${un}WaitForTheEnd
  Exch $0
  Push $1
  Push $2
  Push $3
  StrCpy $3 0 ; seconds
  ${Do}
    StrCpy $2 ""
    !insertmacro LookWhetherItRuns "${PROGRAM}"
    !insertmacro LookWhetherItRuns "ycdeskctl.exe"
    ${If} $2 == ""
      ${ExitDo}
    ${EndIf}
    ${If} ${Silent}
      Sleep 1000
      IntOp $3 $3 + 1
      ${If} $3 < ${WAIT_SECONDS}
        ${Continue}
      ${EndIf}
    ${ElseIf} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "“${TITLE}”正在运行（$2）。$\r$\n请先关闭它，再点“重试”。" IDRETRY`
      ${Continue}
    ${EndIf}
    SetErrorLevel ${EXIT_RUNNING}
    Quit
  ${Loop}
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

; Delete what installed.txt in the folder on the stack names: files, then folders as far as they are empty.
Function ${un}RemoveListed
  Exch $0
  Push $1
  Push $2
  Push $3
  ClearErrors
  FileOpen $1 "$0\installed.txt" r
  IfErrors end
  FileReadWord $1 $2 ; the byte order mark
next:
  ClearErrors
  FileReadUTF16LE $1 $2
  IfErrors close
  ${${un}TrimNewLines} $2 $2
  StrCmp $2 "" next
  ; The list names places inside the folder only; one that somebody has changed is not followed out of it.
  ${${un}WordFind} $2 ".." "E+1{" $3
  IfErrors 0 next
  ${${un}WordFind} $2 ":" "E+1{" $3
  IfErrors 0 next
  StrCpy $3 $2 1
  StrCmp $3 "\" next
  StrCpy $3 $2 1 -1
  StrCmp $3 "\" folder
  Delete "$0\$2"
  Goto next
folder:
  StrCpy $2 $2 -1
  RMDir "$0\$2"
  Goto next
close:
  FileClose $1
  Delete "$0\installed.txt"
  Delete "$0\uninstall.exe"
  RMDir "$0"
end:
  Pop $3
  Pop $2
  Pop $1
  Pop $0
FunctionEnd

!macroend
!insertmacro CommonFunctions ""
!insertmacro CommonFunctions "un."

Function .onInit
  ${IfNot} ${RunningX64}
    ${Stop} "本程序需要 64 位的 Windows，这台电脑装的是 32 位的，不能安装。" ${EXIT_SYSTEM}
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    ${Stop} "本程序需要 Windows 10（1809 或更新的版本）或 Windows 11，请先升级系统。" ${EXIT_SYSTEM}
  ${EndIf}
  SetRegView 64
  Push $INSTDIR ; what /D= gave, which MultiUser would put out of sight
  ${GetParameters} $0
  UserInfo::GetAccountType
  Pop $1
  ClearErrors
  ${GetOptions} $0 "/AllUsers" $2
  ${IfNot} ${Errors}
  ${AndIf} $1 != "Admin"
    ${Stop} "为所有用户安装需要管理员权限：请用管理员账号运行，或者改为只给自己安装（/CurrentUser）。" ${EXIT_RIGHTS}
  ${EndIf}
  !insertmacro MULTIUSER_INIT
  Pop $0
  ${If} $0 != ""
    StrCpy $INSTDIR $0
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; The program opens as the person, not with the rights of the installer.
Function OpenProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\${PROGRAM}"'
FunctionEnd

; What must hold before anything is touched.
Function CheckFirst
  ReadRegStr $Earlier SHCTX "${UNINSTALL_KEY}" "InstallLocation"
  ReadRegStr $EarlierVersion SHCTX "${UNINSTALL_KEY}" "DisplayVersion"
  ${If} $Earlier != ""
    ${VersionCompare} "$EarlierVersion" "${VERSION}" $0
    ${If} $0 == 1
      ${Stop} "这台电脑装着更新的版本 $EarlierVersion，没有换成 ${VERSION}。确实要换回旧版的，请先卸载（数据保留）；旧版打不开新版升级过的数据。" ${EXIT_NEWER}
    ${EndIf}
    Push $Earlier
    Call WaitForTheEnd
  ${EndIf}
  Push $INSTDIR
  Call WaitForTheEnd
  ClearErrors
  CreateDirectory "$INSTDIR"
  ${If} ${Errors}
    ${Stop} "文件夹 $INSTDIR 不能写入，没有安装。请换一个文件夹，或者检查权限。" ${EXIT_DISK}
  ${EndIf}
  ${GetRoot} "$INSTDIR" $0
  ${DriveSpace} "$0\" "/D=F /S=K" $1
  IntCmpU $1 ${SIZE_KB} enough 0 enough
  IntCmpU $1 0 enough ; not told
  ${Stop} "磁盘 $0 的空间不够：需要 ${SIZE_KB} KB，还有 $1 KB。请腾出空间后再安装。" ${EXIT_DISK}
enough:
FunctionEnd

Section
  Call CheckFirst
  StrCpy $DesktopLink 1
  ${If} $Earlier != ""
    ; Who has thrown the shortcut away does not want it back.
    ${IfNot} ${FileExists} "$DESKTOP\${TITLE}.lnk"
      StrCpy $DesktopLink 0
    ${EndIf}
    Push $Earlier
    Call RemoveListed
  ${EndIf}
  Push $INSTDIR
  Call RemoveListed

  ; The list first: an installation that a power cut ends is cleared away by the next one.
  ClearErrors
  SetOutPath "$INSTDIR"
  SetOverwrite on
  File "/oname=installed.txt" "${MANIFEST}"
  !insertmacro INSTALL_FILES
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ${If} ${Errors}
    ${Stop} "有文件没有写成，程序没有装完整；您的数据没有动。请检查磁盘空间和杀毒软件，然后重新运行安装程序。" ${EXIT_DISK}
  ${EndIf}

  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${PROGRAM}"
  ${If} $DesktopLink == 1
    CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${PROGRAM}"
  ${EndIf}
  Call Register
SectionEnd

; Where Windows lists the programs that can be removed.
Function Register
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${TITLE}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "ycdesk"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
FunctionEnd

Section "Uninstall"
  Push $INSTDIR
  Call un.WaitForTheEnd
  Push $INSTDIR
  Call un.RemoveListed
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
SectionEnd
