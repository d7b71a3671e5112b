@echo off
rem The same as ./erp, for Windows: builds the command line and hands over to it.
setlocal
set "ERP_ROOT=%~dp0"
dotnet build "%~dp0Erp.Cli" -c Release -v q --nologo || exit /b 1
dotnet "%~dp0Erp.Cli\bin\Release\net10.0\erp.dll" %*
