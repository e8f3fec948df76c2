-- Requests for `script/bench`; what kind is in BENCH_KIND, credentials are in the environment.
local kind = os.getenv("BENCH_KIND")
if kind == "token" or kind == "refused" then
    wrk.method = "POST"
    wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
    wrk.body = "grant_type=client_credentials"
    wrk.headers["Authorization"] = kind == "token" and os.getenv("BENCH_AUTHORIZATION")
        or "Basic Y2ZfdGVzdF8wMDAwMDAwMDAwMDAwMDAwMDAwMDpu"
elseif kind == "bearer" then
    wrk.headers["Authorization"] = os.getenv("BENCH_BEARER")
end
wrk.headers["Host"] = "localhost:18080"

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format("RESULT %9.0f/s  p50 %7.2f ms  p99 %7.2f ms  p99.9 %7.2f ms  other than 2xx %d, broken %d\n",
        summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        latency:percentile(99.9) / 1e3, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout))
end
