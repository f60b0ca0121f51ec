// How far the capture proves a claim.

export type Certainty = 'certain' | 'likely' | 'possible';
