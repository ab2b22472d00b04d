"""The most frequent function words of some languages, written for this project."""

from __future__ import annotations

from typing import Final

STOP_WORDS: Final[dict[str, frozenset[str]]] = {
    lang: frozenset(words.split())
    for lang, words in {
        "ar": "في من على إلى أن إن عن مع هذا هذه ذلك تلك التي الذي الذين ما لا لم لن كان كانت قد "
        "كما بعد قبل بين كل أو ثم حتى هو هي هم وهو وهي وفي ومن أنه أنها عند منذ خلال غير أي "
        "بعض حيث فيه فيها به بها له لها إلا إذا لكن ولكن يكون وقد وقال قال قالت أمام حول "
        "أكثر",
        "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als "
        "auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie "
        "einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein "
        "wurde sei ich wir ihr was wenn kann hatte unter gegen vom schon habe seine seiner "
        "ihre ihrer dieser diese",
        "en": "the a an and or but if of to in on at by for with from as is are was were be been "
        "being has have had do does did will would can could should may might must that "
        "this these those it its he she they we you i his her their our your my him them us "
        "me who which what when where why how not no nor so than then there here into over "
        "under after before about between through during out up down off again more most "
        "some such only own same too very said says also just all any both each other while "
        "because until against s t",
        "es": "de la que el en y a los del se las por un para con no una su al lo como más pero "
        "sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay "
        "donde quien desde todo nos durante todos uno les ni contra otros ese eso ante "
        "ellos e esto fue ha han había era son está ser tiene según tras aunque además",
        "fa": "و در به از که این را با است برای آن یک خود تا بر هم نیز شده شد می ما او اما یا دو "
        "آنها باید هر بود دارد کرد کرده کند گفت پس پیش اگر همه چه بین بی ای های ها وی بوده "
        "اند شود خواهد دیگر روی درباره همچنین نمی توسط بعد چند هیچ مورد ولی زیرا",
        "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se "
        "ce il sont avec son aux d l n s c qu j m y elle ou mais comme été cette ses ont "
        "leur ils on nous vous je sa ces fait être aussi après entre sans avait dont deux "
        "selon lors même si tout très où depuis contre leurs était peut",
        "hi": "के का की में से को है और पर ने यह इस कि जो कर हैं भी एक तो था थे थी हो लिए अपने "
        "किया कहा नहीं या वह उन गया साथ बाद तक जा रहे रहा रही हुए गई दिया कुछ इसके उनके "
        "उन्होंने",
        "id": "yang dan di dari untuk dengan ini itu pada dalam tidak adalah akan ke oleh mereka "
        "telah juga sebagai karena ada bisa kami kita atau lebih saat sudah para dia saya "
        "hanya bahwa tersebut setelah seperti menjadi kepada namun belum",
        "it": "di e il la che in un a per è una del con non da i le si della sono al dei come nel "
        "ha più lo alla gli anche ma delle su o l d se ci dal nella ad questo questa suo "
        "sua loro stato hanno dopo tra essere era cui quando molto prima due secondo",
        "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als maar bij "
        "door naar uit dan nog worden wordt heeft over hij ze was werd tot hebben deze dit "
        "die of al meer geen kan wel tegen onder zich",
        "pl": "w i na z się do nie że to jest o jak po od za przez dla co są już jego ale który "
        "która które czy być tym tego jej roku ich może tylko ze oraz także przed był była "
        "było",
        "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas "
        "foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo "
        "pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles "
        "você são segundo",
        "ru": "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по "
        "только ее мне было вот от меня еще нет о из ему теперь когда даже ну ли если уже "
        "или ни быть был него до вас опять вам ведь там потом себя ничего ей может они тут "
        "где есть надо для мы тебя их чем была без будто при об этом это который которые "
        "также после его этого году",
        "sv": "och i att det som en på är av för med till den har de inte om ett men var sig från "
        "vi så kan man när nu under också ska eller vid år hade efter sin mot blir alla där",
        "tr": "ve bir bu da de için ile olarak daha çok en olan gibi sonra kadar ise ya o ancak "
        "ama her ne ki mi mı var yok değil olduğu olduğunu diye göre tarafından dedi etti "
        "oldu içinde bunun onun şu hem iki biz ben siz üzerinde karşı",
        "uk": "і в на що не з до за у та як це про від але він для його по який яка які також "
        "вони був було були є або щоб якщо вже ще після коли їх під час через при так ми її "
        "бути із",
        "ur": "کے کی میں ہے سے کا کو اور نے پر کہ اس یہ ہیں کہا ہو ایک بھی جو تھا کر ان تھے نہیں "
        "تو وہ گیا تھی اپنے کیا جا لیے ہی بعد ساتھ رہے ہوئے رہا کسی یا انھوں والے",
        "vi": "và của là các có cho trong được một với không những đã người này từ khi về đến ra "
        "tại cũng vào như đó nhiều bị năm sẽ ông nhưng để hơn",
    }.items()
}
"""Lower-case words by language. Enough to tell languages apart and to leave out of a ranking."""
