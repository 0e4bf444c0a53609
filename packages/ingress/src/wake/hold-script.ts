import { pageBackend } from '../config-pages.ts'

export const HOLD_FILE = 'hold.lua'

/** Hosts of these backends have an app that sleeps, or is on its way to be awake. */
export const SLEEPING = [pageBackend('asleep'), pageBackend('waking')]

/** No longer than this is a request held; then its visitor is told, and a page asks again by itself. */
const HOLD_SECONDS = 60

/**
 * Holds a request of a sleeper inside of HAProxy, with its body unread, and asks control to wake it (`GET /door/wake`),
 * again and again, because control may be restarting. Looks at the map that control changes when the app serves.
 */
export const HOLD_SCRIPT = `local hosts = Map.new('hosts.map', Map._str)
local sleeping = { ${SLEEPING.map((name) => `['${name}'] = true`).join(', ')} }
local asked = {}

local function seconds()
  local now = core.now()
  return now.sec + now.usec / 1000000
end

local function ask(socket, host)
  local now = seconds()
  if asked[host] and now - asked[host] < 0.5 then return end
  asked[host] = now
  local control = core.tcp()
  control:settimeout(2)
  if control:connect(socket) then
    control:send('GET /door/wake?host=' .. host .. ' HTTP/1.0\\r\\n\\r\\n')
    control:receive('*l')
  end
  control:close()
end

core.register_action('hold', { 'http-req' }, function(txn, socket)
  local host = txn:get_var('txn.name')
  local began = seconds()
  while seconds() - began < ${HOLD_SECONDS} and sleeping[hosts:lookup(host)] do
    ask(socket, host)
    core.msleep(seconds() - began < 3 and 20 or 200)
  end
end, 1)
`
