namespace Erp.Eks.Tests;

/// <summary>A stand-in for what `aspirate generate --namespace erp-dev` writes, in its shape: a namespace, and of each
/// project a Deployment, a Service and a ConfigMap of its name, of components too.</summary>
internal static class AspirateOutput
{
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "namespace.yaml"), """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: erp-dev
            """);
        File.WriteAllText(Path.Combine(folder, "kustomization.yaml"), $"""
            namespace: erp-dev
            resources: [namespace.yaml, {string.Join(", ", Published.ServicesAndWeb)}]
            """);
        foreach (var service in Published.ServicesAndWeb) Write(Path.Combine(folder, service), service);
    }

    private static void Write(string folder, string name)
    {
        var port = Published.Dev.Concat(Published.Component("web"))
            .One("Service", name).List("spec", "ports").Single().Number("port");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "kustomization.yaml"), $"""
            resources: [deployment.yaml, service.yaml]
            generatorOptions:
              disableNameSuffixHash: true
            configMapGenerator:
              - name: {name}-env
                literals: [A=b]
            """);
        File.WriteAllText(Path.Combine(folder, "service.yaml"), $"""
            apiVersion: v1
            kind: Service
            metadata:
              name: {name}
            spec:
              type: ClusterIP
              selector:
                app: {name}
              ports:
                - name: http
                  port: {port}
                  targetPort: {port}
            """);
        File.WriteAllText(Path.Combine(folder, "deployment.yaml"), $"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {name}
              labels:
                app: {name}
            spec:
              replicas: 1
              minReadySeconds: 60
              selector:
                matchLabels:
                  app: {name}
              strategy:
                type: Recreate
              template:
                metadata:
                  labels:
                    app: {name}
                spec:
                  containers:
                    - name: {name}
                      image: {name}:latest
                      imagePullPolicy: IfNotPresent
                      ports:
                        - name: http
                          containerPort: {port}
                      envFrom:
                        - configMapRef:
                            name: {name}-env
                  terminationGracePeriodSeconds: 180
            """);
    }
}
