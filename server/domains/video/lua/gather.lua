-- Everything of these people that PostgreSQL may not have: a line for each, in it the playbacks with tabs between them, of each its
-- fields with spaces between them. With a name, nothing is credited from here on until whoever has that name lets go, or its
-- time is over.
local at, holder = tonumber(ARGV[1]), ARGV[2]

local function hold(hash, values)
  local now, holds = now_ms(), {}
  for name, ends in string.gmatch(values['h'] or '', '([^=;]+)=(%d+);') do
    if tonumber(ends) > now then holds[#holds + 1] = name .. '=' .. ends .. ';' end
  end
  holds[#holds + 1] = string.format('%s=%.0f;', holder, now + tonumber(ARGV[3]))
  redis.call('HSET', hash, 'h', table.concat(holds), 'v', holder)
  redis.call('PEXPIRE', hash, KEEP_MS)
end

local function gather(hash)
  local fields = redis.call('HGETALL', hash)
  local values = {}
  for i = 1, #fields, 2 do values[fields[i]] = fields[i + 1] end
  if holder then hold(hash, values) end

  local found = {}
  for name, value in pairs(values) do
    if string.sub(name, 1, 2) == 'p:' then
      local p = cmsgpack.unpack(value)
      local watched = values['w:' .. p[P.watching]]
      if p[P.beats] > p[P.kept] and watched then
        local w = cmsgpack.unpack(watched)
        found[#found + 1] = string.format('%s %s %d %d %s %d %.0f %.17g %d %d %.0f %s %s %s %.0f %d %.0f %.0f %s %d',
          string.sub(name, 3), p[P.copy], p[P.beats], p[P.last_seq], p[P.watching], p[P.pv], p[P.expires], p[P.credit_rate],
          p[P.cut], p[P.repeats], p[P.seen], p[P.state], p[P.paused] and string.format('%.0f', p[P.paused]) or '-',
          text_of(w[W.parts]), w[W.credited], w[W.position], w[W.seen], w[W.done_at], w[W.copy], w[W.beats])
      elseif p[P.expires] + KEEP_MS * 1000 < at then
        redis.call('HDEL', hash, name)
      end
    end
  end
  return table.concat(found, '\t')
end

local found = {}
for i, hash in ipairs(KEYS) do found[i] = gather(hash) end
return table.concat(found, '\n')
