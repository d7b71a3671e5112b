-- A key of Data Protection, at the end of the list of all of them. Replicas put back what was lost at the same time,
-- and a key that is there twice can be read by none of them.
if not redis.call('LPOS', KEYS[1], ARGV[1]) then
  redis.call('RPUSH', KEYS[1], ARGV[1])
end
