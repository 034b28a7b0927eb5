-- Everything of one person that PostgreSQL may not have; with a name, nothing is credited from here on until whoever has that
-- name lets go, or its time is over.
local hash, at, holder = KEYS[1], tonumber(ARGV[1]), ARGV[2]
local fields = redis.call('HGETALL', hash)
local values = {}
for i = 1, #fields, 2 do values[fields[i]] = fields[i + 1] end

if holder then
  local now, holds = now_ms(), {}
  for name, ends in string.gmatch(values['h'] or '', '([^=;]+)=(%d+);') do
    if tonumber(ends) > now then holds[#holds + 1] = name .. '=' .. ends .. ';' end
  end
  holds[#holds + 1] = string.format('%s=%.0f;', holder, now + tonumber(ARGV[3]))
  redis.call('HSET', hash, 'h', table.concat(holds), 'v', holder)
  redis.call('PEXPIRE', hash, KEEP_MS)
end

local found = {}
for name, value in pairs(values) do
  if string.sub(name, 1, 2) == 'p:' then
    local p = cmsgpack.unpack(value)
    local watched = values['w:' .. p[P.watching]]
    if p[P.beats] > p[P.kept] and watched then
      local w = cmsgpack.unpack(watched)
      found[#found + 1] = { string.sub(name, 3), p[P.copy], p[P.beats], p[P.last_seq], p[P.watching], p[P.pv],
        string.format('%.0f', p[P.expires]), string.format('%.17g', p[P.credit_rate]), p[P.cut], p[P.repeats],
        string.format('%.0f', p[P.seen]), p[P.state], p[P.paused] and string.format('%.0f', p[P.paused]) or '',
        text_of(w[W.parts]), string.format('%.0f', w[W.credited]), w[W.position], string.format('%.0f', w[W.seen]),
        string.format('%.0f', w[W.done_at]), w[W.copy], w[W.beats] }
    elseif p[P.expires] + KEEP_MS * 1000 < at then
      redis.call('HDEL', hash, name)
    end
  end
end
return found
