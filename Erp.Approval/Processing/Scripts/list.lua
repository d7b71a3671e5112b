-- ARGV: approver, only after this request, at most
-- What the inbox names and is not there was lost; it comes back by the comparison with the record.
local items, after, most = {}, ARGV[2], tonumber(ARGV[3])
repeat
  local requests =
    redis.call('ZRANGEBYSCORE', 'inbox:of:' .. ARGV[1], '(' .. after, '+inf', 'LIMIT', 0, most - #items)
  for _, request in ipairs(requests) do
    local item = redis.call('HGET', entry_of(ARGV[1], request), 'item')
    if item then items[#items + 1] = item end
    after = request
  end
until #items == most or #requests == 0
return items
