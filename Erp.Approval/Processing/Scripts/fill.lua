-- Lists as open what the inboxes show. ARGV: begin; or an approver; or end
if ARGV[1] == 'begin' then
  redis.call('ZADD', OPEN, 0, FILLING)
elseif ARGV[1] == 'end' then
  -- Still there since the beginning: so is what was listed since.
  if redis.call('ZREM', OPEN, FILLING) == 1 then redis.call('ZADD', OPEN, 0, WHOLE) end
else
  for _, request in ipairs(redis.call('ZRANGE', 'inbox:of:' .. ARGV[1], 0, -1)) do list(ARGV[1], request) end
end
return 0
