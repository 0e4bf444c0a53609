import type { User } from '@berth/db'
import type { UserActor } from './actor.ts'

/** A person as they act in one request. */
export function userActor(user: User, how: Pick<UserActor, 'via' | 'sessionId' | 'token'>): UserActor {
  return {
    kind: 'user',
    userId: user.id,
    email: user.email,
    name: user.name,
    isAdmin: user.isAdmin,
    isGuest: user.guest,
    locale: user.locale,
    createdAt: user.createdAt,
    lastSeenAt: user.lastSeenAt,
    label: user.guest ? `guest:${user.name ?? ''}` : user.email,
    ...how,
  }
}
