-- PostgreSQL moved on: what was copied of this person is copied again. Whoever held it lets go.
local hash, version, holder = KEYS[1], ARGV[1], ARGV[2]
if holder then
  local holds = {}
  for name, ends in string.gmatch(redis.call('HGET', hash, 'h') or '', '([^=;]+)=(%d+);') do
    if name ~= holder then holds[#holds + 1] = name .. '=' .. ends .. ';' end
  end
  if #holds > 0 then redis.call('HSET', hash, 'h', table.concat(holds)) else redis.call('HDEL', hash, 'h') end
end
move(hash, version)
return { 'ok' }
