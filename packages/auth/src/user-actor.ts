import type { User } from '@berth/db'
import type { UserActor } from './actor.ts'

/** What of a person goes into what they do. */
export type ActorUser = Pick<
  User,
  'id' | 'email' | 'name' | 'isAdmin' | 'guest' | 'locale' | 'createdAt' | 'lastSeenAt'
>

/** A person as they act in one request. */
export function userActor(user: ActorUser, how: Pick<UserActor, 'via' | 'sessionId' | 'token'>): UserActor {
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
