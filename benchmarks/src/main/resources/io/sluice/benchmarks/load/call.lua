-- wrk reads this: the request it repeats, and the figures it prints at the end.

local body = io.open("@body@", "rb")
wrk.method = "POST"
wrk.body = body:read("*a")
wrk.headers["Content-Type"] = "application/json"
body:close()

-- wrk's own summary rounds latencies to three digits; these are the microseconds beneath.
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    "figures: requests=%d duration_us=%d p50_us=%d p99_us=%d connect=%d read=%d write=%d timeout=%d status=%d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect, e.read, e.write, e.timeout, e.status))
end
