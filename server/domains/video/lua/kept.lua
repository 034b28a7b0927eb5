-- Beats of these playbacks are in PostgreSQL, and what was watched in them: name, copy, how many, last number; name, copy, how
-- many; seven each.
local hash = KEYS[1]
local function confirm(name, fields, copy, beats, seq)
  local value = redis.call('HGET', hash, name)
  local one = value and cmsgpack.unpack(value)
  if not one or one[fields.copy] ~= copy then return end
  one[fields.kept] = math.max(one[fields.kept], tonumber(beats))
  if seq then one[fields.kept_seq] = math.max(one[fields.kept_seq], tonumber(seq)) end
  redis.call('HSET', hash, name, cmsgpack.pack(one))
end
for i = 1, #ARGV, 7 do
  confirm('p:' .. ARGV[i], P, ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
  confirm('w:' .. ARGV[i + 4], W, ARGV[i + 5], ARGV[i + 6])
end
return { 'ok' }
