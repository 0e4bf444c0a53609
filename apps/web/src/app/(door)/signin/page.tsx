import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { OutOfReach } from '../../../components/door/out-of-reach.tsx'
import { SignInForm } from '../../../components/door/sign-in-form.tsx'
import { serverContext } from '../../../server-context.ts'
import { titled } from '../../../page-title.ts'

export const generateMetadata = titled('signIn')

/** Who is signed in already has no business at the door; who may be is not asked to sign in once more. */
export default async function SignInPage() {
  const user = await serverContext().whoIs((await headers()).get('cookie'))
  if (user === 'unknown') return <OutOfReach />
  if (user !== null) redirect('/')
  return <SignInForm />
}
