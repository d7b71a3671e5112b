@echo off
rem The same as ./erp, for Windows: builds the command line, quietly unless that fails, and hands over to it.
setlocal
where dotnet >nul 2>nul || (echo erp: the .NET SDK 10 is missing; install it from https://dot.net/download and try again. 1>&2 & exit /b 1)
rem Without the backslash at its end, which would escape the quotation mark behind it.
set "ERP_ROOT=%~dp0."
set "log=%TEMP%\erp-build-%RANDOM%.log"
dotnet build "%ERP_ROOT%\tools\Erp.Cli" -c Release -v q --nologo -clp:NoSummary >"%log%" 2>&1 || (type "%log%" 1>&2 & del "%log%" & exit /b 1)
del "%log%"
dotnet "%ERP_ROOT%\tools\Erp.Cli\bin\Release\net10.0\erp.dll" %*
