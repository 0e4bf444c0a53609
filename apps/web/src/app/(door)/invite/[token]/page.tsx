import { AcceptInvitation } from '../../../../components/door/accept-invitation.tsx'

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  return <AcceptInvitation token={(await params).token} />
}
