import HTTPTypes
import Hummingbird
import Observability
import WebFoundation

/// What the private listener answers so far: whether the server lives, whether it is ready, and its metrics.
struct PrivateRoutes: Sendable {
    let readiness: Readiness
    let metrics: PrometheusRegistry
    let registryMetrics: RegistryMetrics

    var routes: [Route] {
        [
            Route(.get, "/livez", operation: "checkLiveness", access: .privateListener) { _, _ in
                TextResponse.plain("ok\n")
            },
            Route(.get, "/readyz", operation: "checkReadiness", access: .privateListener) { _, _ in
                let obstacles = await readiness.obstacles()
                guard obstacles.isEmpty else {
                    return TextResponse.make(
                        obstacles.joined(separator: "\n") + "\n", type: "text/plain; charset=utf-8",
                        status: .serviceUnavailable)
                }
                return TextResponse.plain("ok\n")
            },
            Route(.get, "/metrics", operation: "getMetrics", access: .privateListener) { _, _ in
                await registryMetrics.refresh()
                return TextResponse.make(metrics.render(), type: PrometheusRegistry.contentType)
            },
        ]
    }
}
