import { AcceptInvitation } from '../../../../components/door/accept-invitation.tsx'
import { titled } from '../../../../page-title.ts'

export const generateMetadata = titled('invite')

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  return <AcceptInvitation token={(await params).token} />
}
