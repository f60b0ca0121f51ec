// Words by which passwords are known: in what asks for one, and in what gives one. Parts of patterns.

/** Of a question; also in the other languages of our users. */
export const PASSWORD_WORDS =
  'password|passwd|passphrase|passcode|пароль|סיסמה|סיסמא|رمز عبور|گذرواژه|کلمه عبور';
export const USER_WORDS = 'login|user ?name|user|логин|имя пользователя|שם משתמש|نام کاربری';

/** Commands that a name and a password follow. */
export const SIGN_IN_WORDS = 'sign[_-]?in|log[_-]?in|auth|identify|logon';
export const SIGN_UP_WORDS = 'sign[_-]?up|register|create[_-]?account|adduser';

/** Of a field, and part of every other command that gives a password. */
export const SECRET_NAMES = 'password|passwd|pass|pwd';

/** What gives no password says none of these, but for the answer to a question. */
export const MAY_GIVE = new RegExp([SIGN_IN_WORDS, SIGN_UP_WORDS, SECRET_NAMES].join('|'), 'i');
/** What asks for nothing says none of these. */
export const MAY_ASK = new RegExp(`${PASSWORD_WORDS}|${USER_WORDS}`, 'i');
