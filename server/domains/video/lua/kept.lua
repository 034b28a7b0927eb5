-- Beats of these playbacks (name, copy, how many, last number; four each) are in PostgreSQL.
for i = 1, #ARGV, 4 do
  local name = 'p:' .. ARGV[i]
  local value = redis.call('HGET', KEYS[1], name)
  local p = value and cmsgpack.unpack(value)
  if p and p[P.copy] == ARGV[i + 1] then
    p[P.kept] = math.max(p[P.kept], tonumber(ARGV[i + 2]))
    p[P.kept_seq] = math.max(p[P.kept_seq], tonumber(ARGV[i + 3]))
    redis.call('HSET', KEYS[1], name, cmsgpack.pack(p))
  end
end
return { 'ok' }
