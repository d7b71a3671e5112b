-- From here on an employee's notifications are kept by time and counted. Keys and ARGV: as of times
make_times()
redis.call('HSET', KEYS[3], 'run', run(), 'count', redis.call('ZCARD', items))
redis.call('EXPIRE', KEYS[3], ttl)
