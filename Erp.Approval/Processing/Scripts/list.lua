-- ARGV: approver, only after this request, at most
-- An inbox that names what is not there has lost a part of its data: a new life begins, in which every pending step
-- comes again.
local items, inbox = {}, 'inbox:of:' .. ARGV[1]
for _, request in ipairs(redis.call('ZRANGEBYSCORE', inbox, '(' .. ARGV[2], '+inf', 'LIMIT', 0, ARGV[3])) do
  local item = redis.call('HGET', 'inbox:entry:' .. ARGV[1] .. ':' .. request, 'item')
  if item then
    items[#items + 1] = item
  else
    redis.call('ZREM', inbox, request)
    redis.call('DEL', 'inbox:epoch')
  end
end
return items
