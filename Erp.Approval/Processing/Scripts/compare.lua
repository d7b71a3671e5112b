-- Mends and tells what differs from the record. ARGV: only after this request, up to this one, then request and
-- approver of each step that the record says is pending between them
-- Answers: requests whose step is missing here; what is open here and not pending there, as request:approver; whether
-- that is all of it (1/0).
local MOST = 500
local missing, surplus, pending = {}, {}, {}
local epoch = redis.call('GET', 'inbox:epoch')
for i = 3, #ARGV, 2 do
  local request, approver = ARGV[i], ARGV[i + 1]
  local member = request .. ':' .. approver
  local entry = entry_of(approver, request)
  local known = redis.call('HMGET', entry, 'state', 'run', 'id', 'message', 'epoch')
  pending[member] = true
  -- Closed: of an earlier turn of this approver; the record has one that did not stay here.
  if not known[1] or known[1] == 'closed' then
    missing[#missing + 1] = request
  elseif known[1] == 'open' then
    -- Nobody cancelled it, and nobody will by that hold.
    local _, over = held(entry)
    if over and over < now() then redis.call('HDEL', entry, 'hold') end
    -- The record has it from a former life, whose end it may not have heard of.
    if known[2] ~= run() or epoch and known[5] ~= epoch or not redis.call('ZSCORE', 'inbox:of:' .. approver, request)
      or not redis.call('ZSCORE', OPEN, member) then
      missing[#missing + 1] = request
    end
  elseif known[1] == 'decided' and known[3] then
    send(request, known[3], known[4], true, 0)
  end
end
local upTo = ARGV[2] == '' and '+inf' or ARGV[2]
for _, member in ipairs(redis.call('ZRANGEBYSCORE', OPEN, '(' .. ARGV[1], upTo, 'LIMIT', 0, MOST)) do
  if not pending[member] then surplus[#surplus + 1] = member end
end
return { missing, surplus, redis.call('ZSCORE', OPEN, WHOLE) and 1 or 0 }
