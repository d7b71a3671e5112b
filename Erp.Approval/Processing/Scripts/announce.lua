-- ARGV: epoch, message id, message
if redis.call('GET', 'inbox:epoch') == ARGV[1] then send('inbox', ARGV[2], ARGV[3], false, 0) end
return 0
