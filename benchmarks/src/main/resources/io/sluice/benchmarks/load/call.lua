-- wrk reads this: the request it repeats, and the figures it prints at the end.

local file = io.open("@request@", "rb")
local request_bytes = file:read("*a")
file:close()

-- Asked once, at the start: a function named `request` would be called for every request.
function init(args)
  wrk.format = function() return request_bytes end
end

-- wrk's own summary rounds latencies to three digits; these are the microseconds beneath.
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    "figures: requests=%d duration_us=%d p50_us=%d p99_us=%d connect=%d read=%d write=%d timeout=%d status=%d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect, e.read, e.write, e.timeout, e.status))
end
