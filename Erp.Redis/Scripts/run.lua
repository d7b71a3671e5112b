-- What runs: another one after every restart and fail-over, when what is here may be older than what was answered.
local function run()
  local info = redis.pcall('INFO', 'server')
  return type(info) == 'string' and string.match(info, 'run_id:(%x+)') or 'unknown'
end
