-- Keeps decisions out for a while, so that a request can be cancelled. ARGV: request, approver, how long in ms
if redis.call('HEXISTS', 'inbox:entry:' .. ARGV[2] .. ':' .. ARGV[1], 'status') == 1 then return { 'decided' } end
redis.call('SET', 'inbox:hold:' .. ARGV[2] .. ':' .. ARGV[1], 1, 'PX', ARGV[3])
return { 'held', redis.call('GET', 'inbox:epoch') or '' }
