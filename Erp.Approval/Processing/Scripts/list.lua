-- ARGV: approver, only after this request, at most
-- What the inbox names and is not there was lost; it comes back by the comparison with the record.
local items = {}
local requests =
  redis.call('ZRANGEBYSCORE', 'inbox:of:' .. ARGV[1], '(' .. ARGV[2], '+inf', 'LIMIT', 0, ARGV[3])
for _, request in ipairs(requests) do
  local item = redis.call('HGET', entry_of(ARGV[1], request), 'item')
  if item then items[#items + 1] = item end
end
return items
