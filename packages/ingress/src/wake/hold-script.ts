import type { DoorRoute } from '@berth/core'
import { pageBackend } from '../config-pages.ts'
import { hostsOf } from '../hosts-of.ts'

export const HOLD_FILE = 'hold.lua'
export const SLEEPERS_FILE = 'sleepers.map'

/** Hosts of these backends have an app that sleeps, or is on its way to be awake. */
export const SLEEPING = [pageBackend('asleep'), pageBackend('waking')]

/** No longer than this is a request held; then its visitor is told, and a page asks again by itself. */
const HOLD_SECONDS = 60
/** So many are held: each costs memory until its app is awake. Others are told at once. */
const MAX_HELD = { app: 250, all: 1000 } as const

/** Host → app, of apps that sleep or are about to be awake. */
export function sleepers(routes: readonly DoorRoute[]): ReadonlyMap<string, string> {
  const asleep = routes.filter(({ empty }) => empty === 'asleep' || empty === 'waking')
  return new Map(
    asleep.flatMap((route) => hostsOf(route).map((host) => [host, route.app ?? route.host] as const)),
  )
}

/**
 * Holds a request of a sleeper inside of HAProxy, with its body unread, and asks control to wake it (`GET /door/wake`),
 * again and again, because control may be restarting. Looks at the map that control changes when the app serves.
 * Whose visitor has left is never resumed, so a held request shows that it is there by a beat, and is counted by that.
 */
export const HOLD_SCRIPT = `local hosts = Map.new('hosts.map', Map._str)
local sleeping = { ${SLEEPING.map((name) => `['${name}'] = true`).join(', ')} }
local apps = Map.new('${SLEEPERS_FILE}', Map._str)
local asked = {}
local held = {}
local counts = {}
local total = 0
local swept = 0

local function seconds()
  local now = core.now()
  return now.sec + now.usec / 1000000
end

local function leave(entry)
  if not held[entry] then return end
  held[entry] = nil
  total = total - 1
  local left = counts[entry.app] - 1
  counts[entry.app] = left > 0 and left or nil
end

local function enter(app)
  local now = seconds()
  if now - swept > 0.5 then
    swept = now
    for entry in pairs(held) do
      if now - entry.beat > 5 then leave(entry) end
    end
  end
  if total >= ${MAX_HELD.all} or (counts[app] or 0) >= ${MAX_HELD.app} then return nil end
  local entry = { app = app, beat = now }
  held[entry] = true
  total = total + 1
  counts[app] = (counts[app] or 0) + 1
  return entry
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
  local entry = enter(apps:lookup(host) or host)
  if not entry then return end
  local began = seconds()
  while seconds() - began < ${HOLD_SECONDS} and sleeping[hosts:lookup(host)] do
    entry.beat = seconds()
    ask(socket, host)
    core.msleep(seconds() - began < 3 and 20 or 200)
  end
  leave(entry)
end, 1)
`
