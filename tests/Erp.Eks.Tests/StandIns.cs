using System.Diagnostics;
using Erp.TestSupport;

namespace Erp.Eks.Tests;

/// <summary>Scripts that stand in for the programs of a pipeline: first on its path, and each call a line of a
/// file.</summary>
internal sealed class StandIns(TemporaryFolder folder)
{
    /// <summary>Answers as kubectl does on a cluster that has the namespace, with its pods in the target
    /// groups.</summary>
    public const string Kubectl = """
        case "$*" in
          config*) echo a-cluster ;;
          'get namespace '*name) echo namespace/erp-dev ;;
          diff*) echo '+  image: erp-employee:1.0.0'; exit 1 ;;
        esac
        """;

    /// <summary>Where the pipeline writes.</summary>
    public string Manifests => folder.File("manifests");

    /// <summary>Puts the script of a program in front of the real one.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="body">What it does beyond recording its call, for a POSIX shell.</param>
    /// <param name="name">As what it is recorded.</param>
    public void Add(string program, string body, string? name = null)
    {
        Directory.CreateDirectory(folder.File("bin"));
        var file = folder.File($"bin/{program}");
        File.WriteAllText(file, $"#!/bin/sh\necho {name ?? program} \"$@\" >> {folder.File("calls")}\n{body}\n");
#pragma warning disable CA1416 // Tests of scripts run on Linux only.
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }

    /// <summary>All calls so far, in their order.</summary>
    public string[] Calls() => File.Exists(folder.File("calls")) ? File.ReadAllLines(folder.File("calls")) : [];

    /// <summary>Runs a step of the AppHost's pipeline with these programs.</summary>
    public Task<(int ExitCode, string Said)> RunAsync(string step, string kubectl, params string[] options) =>
        RunAsync(step, kubectl, options, _ => Task.CompletedTask);

    /// <summary>The same, and something else while it runs.</summary>
    public Task<(int ExitCode, string Said)> RunAsync(
        string step, string kubectl, string[] options, Func<Process, Task> meanwhile)
    {
        Add("kubectl", kubectl);
        Add("kubectl-argo-rollouts", "");
        // `erp` is a script of bash.
        Add("bash", "", name: "");
        string[] arguments = ["--operation", "publish", "--step", step, "--output-path", Manifests, .. options];
        return AppHostProcess.RunAsync(arguments, meanwhile, First);
    }

    /// <summary>The variable that puts them first.</summary>
    public (string Name, string Value) First =>
        ("PATH", $"{folder.File("bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");
}
